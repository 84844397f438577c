"""The work of staff on dossiers, at /delo/zadeve/: listed by deadline, opened, edited, moved on, passed on."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import ChangedMeanwhile, NotFound, NotPossible, WrongValue
from kb.library.affairs.dossiers import DueState
from kb.model import EVERYTHING, Dossier, DossierStep
from kb.model.dossiers import WrongStep
from kb.web.affairs.dossiers import form
from kb.web.affairs.dossiers.form import DossierForm, StepForm
from kb.web.affairs.dossiers.words import not_free, step_fault
from kb.web.context import actor, library, staff
from kb.web.forms import keeps

ONLY = {"potekle": DueState.OVERDUE, "blizu": DueState.NEAR}
"""What ?samo= narrows the list to, beside «ukinjeni»."""

pages = Blueprint("dossier_work", __name__, url_prefix="/delo/zadeve")

_DOSSIER = "/<int(max=2147483647):dossier_id>"
_STEP = f"{_DOSSIER}/korak/<int(max=2147483647):step_id>"


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/")
def rows() -> str:
    """Gives the dossiers, those whose deadline has gone first; ?samo= and ?organ= narrow them."""
    dossiers = library().affairs.dossiers
    body, only = request.args.get("organ", ""), request.args.get("samo", "")
    ended = {each.dossier.id for each in dossiers.of_abolished()}
    opened = dossiers.all(reader=EVERYTHING, body=body, is_open=True)
    states = {each.id: dossiers.due(each).state for each in opened}
    lists = {name: [each for each in opened if states[each.id] is state] for name, state in ONLY.items()}
    lists |= {"ukinjeni": [each for each in opened if each.id in ended], "": list(opened)}
    lists["koncane"] = list(dossiers.all(reader=EVERYTHING, body=body, is_open=False))
    only = only if only in lists else ""
    told = {"only": only, "body": body, "counts": {name: len(found) for name, found in lists.items()}}
    return render_template(
        "affairs/dossier_rows.html", dossiers=lists[only], choices=library().keeping.choices(), **told
    )


@pages.get("/nova")
def adding() -> str:
    """Gives the form of a new dossier."""
    return _page(form.shown(_blank()))


@pages.post("/nova")
@keeps("opis")
def add() -> ResponseReturnValue:
    """Opens a dossier, or gives the form again with what is wrong."""
    return _keep(_blank())


@pages.get(f"{_DOSSIER}/uredi")
def edit(dossier_id: int) -> str:
    """Gives the form of a dossier, its steps, and what else can be done to it. Raises NotFound."""
    return _page(form.shown(_get(dossier_id)))


@pages.post(f"{_DOSSIER}/uredi")
@keeps("opis")
def save(dossier_id: int) -> ResponseReturnValue:
    """Keeps what is told of a dossier, or gives the form again with what is wrong. Raises NotFound."""
    return _keep(_shown(dossier_id))


@pages.get(f"{_DOSSIER}/korak")
def new_step(dossier_id: int) -> str:
    """Gives the form of a new step. Raises NotFound."""
    dossier = _get(dossier_id)
    return _step_page(dossier, form.shown_step(None, dossier.steps), 0)


@pages.post(f"{_DOSSIER}/korak")
@keeps("opomba")
def add_step(dossier_id: int) -> ResponseReturnValue:
    """Adds a step, or gives the form again with what is wrong. Raises NotFound."""
    return _keep_step(_shown(dossier_id), None)


@pages.get(_STEP)
def step(dossier_id: int, step_id: int) -> str:
    """Gives the form of a step. Raises NotFound."""
    dossier = _get(dossier_id)
    return _step_page(dossier, form.shown_step(_step(dossier, step_id), dossier.steps), step_id)


@pages.post(_STEP)
@keeps("opomba")
def change_step(dossier_id: int, step_id: int) -> ResponseReturnValue:
    """Keeps what is told of a step, or gives the form again with what is wrong. Raises NotFound."""
    dossier = _shown(dossier_id)
    return _keep_step(dossier, _step(dossier, step_id))


@pages.post(f"{_STEP}/umakni")
def take_back(dossier_id: int, step_id: int) -> ResponseReturnValue:
    """Takes a step back. Raises NotFound."""
    dossier = _shown(dossier_id)
    _step(dossier, step_id)
    try:
        library().affairs.dossiers.take_back(actor(), dossier, step_id)
    except ChangedMeanwhile as error:
        return _page(form.shown(_get(dossier_id)), wrong=_meanwhile()), error.http_status
    except NotPossible as error:
        said = _("The receipt cannot be taken back; its day can be changed.")
        return _page(form.shown(dossier), wrong=said), error.http_status
    return redirect(url_for("dossiers.dossier", dossier_id=dossier_id), 303)


@pages.post(f"{_DOSSIER}/predaj")
def pass_on(dossier_id: int) -> ResponseReturnValue:
    """Gives a dossier of a body that is no more to another body. Raises NotFound."""
    dossier = _shown(dossier_id)
    old, new = request.form.get("od", ""), request.form.get("organ", "")
    try:
        if not new:
            raise WrongValue(_("no body was chosen"))
        library().affairs.dossiers.pass_on(actor(), dossier, old, new)
    except ChangedMeanwhile as error:
        return _page(form.shown(_get(dossier_id)), wrong=_meanwhile()), error.http_status
    except WrongValue as error:
        said = _("Choose the body that takes the dossier over.")
        return _page(form.shown(dossier), wrong=said), error.http_status
    return redirect(url_for("dossier_work.edit", dossier_id=dossier_id, shranjeno="1"), 303)


@pages.post(f"{_DOSSIER}/v-kos")
def remove(dossier_id: int) -> ResponseReturnValue:
    """Puts a dossier that was opened by mistake into the trash. Raises NotFound."""
    try:
        library().affairs.dossiers.remove(actor(), dossier_id)
    except NotPossible as error:
        return _page(form.shown(_get(dossier_id)), wrong=not_free(error.reason)), error.http_status
    return redirect(url_for("trash.trash", zadeva="1"), 303)


@pages.post(f"{_DOSSIER}/obnovi")
def restore(dossier_id: int) -> ResponseReturnValue:
    """Takes a dossier out of the trash. Raises NotFound."""
    library().affairs.dossiers.restore(actor(), dossier_id)
    return redirect(url_for("dossiers.dossier", dossier_id=dossier_id), 303)


# --- parts ---


def _blank() -> Dossier:
    return Dossier(0, "", library().affairs.dossiers.today())


def _get(dossier_id: int) -> Dossier:
    return library().affairs.dossiers.get(dossier_id, reader=EVERYTHING)


def _shown(dossier_id: int) -> Dossier:
    """Gives a dossier in the edition that the form was shown with, so that nothing newer is overwritten."""
    edition = request.form.get("izdaja", "")
    known = int(edition) if edition.isascii() and edition.isdecimal() and len(edition) < 10 else 0
    return replace(_get(dossier_id), edition=known)


def _step(dossier: Dossier, step_id: int) -> DossierStep:
    found = next((each for each in dossier.steps if each.id == step_id), None)
    if found is None:
        raise NotFound(f"korak {step_id}")
    return found


def _keep(before: Dossier) -> ResponseReturnValue:
    told = form.told(request.form, before, library().keeping.choices())
    if not told.is_right:
        return _page(told), WrongValue.http_status
    twin = library().affairs.dossiers.twin(told.dossier)
    if twin:
        return _page(told, twin=twin), ChangedMeanwhile.http_status
    try:
        kept = library().affairs.dossiers.put(actor(), told.dossier)
    except ChangedMeanwhile as error:
        newest = replace(told.dossier, edition=_get(before.id).edition)
        return _page(replace(told, dossier=newest), wrong=_meanwhile()), error.http_status
    return redirect(url_for("dossiers.dossier", dossier_id=kept.id), 303)


def _keep_step(dossier: Dossier, before: DossierStep | None) -> ResponseReturnValue:
    told = form.told_step(request.form, before)
    step_id = before.id if before else 0
    if told.step is None:
        return _step_page(dossier, told, step_id), WrongValue.http_status
    try:
        kept = library().affairs.dossiers.put_step(actor(), dossier, told.step)
    except ChangedMeanwhile as error:
        return _step_page(_get(dossier.id), told, step_id, wrong=_meanwhile()), error.http_status
    if isinstance(kept, WrongStep):
        told = replace(told, faults={"dan": step_fault(kept)})
        return _step_page(dossier, told, step_id), WrongValue.http_status
    return redirect(url_for("dossiers.dossier", dossier_id=dossier.id), 303)


def _meanwhile() -> str:
    said: str = _(
        "Somebody else has changed this dossier since you opened the form. Nothing was overwritten. Look it through "
        "and save again."
    )
    return said


def _page(told: DossierForm, *, wrong: str = "", twin: Dossier | None = None) -> str:
    return render_template(
        "affairs/dossier_form.html",
        form=told,
        dossier=told.dossier,
        wrong=wrong,
        twin=twin,
        choices=library().keeping.choices(),
        successors=library().affairs.bodies.successors,
        saved=request.args.get("shranjeno", "") == "1",
    )


def _step_page(dossier: Dossier, told: StepForm, step_id: int, *, wrong: str = "") -> str:
    return render_template("affairs/dossier_step.html", dossier=dossier, form=told, step_id=step_id, wrong=wrong)
