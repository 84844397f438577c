"""Somebody without a mouse: goes on with Tab alone, and sees at every stop where the focus is."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Locator, Page, expect

Role = Literal["button", "checkbox", "combobox", "link", "searchbox", "textbox"]

MOST_STOPS = 90
"""Presses of Tab after which what is looked for counts as out of reach."""

# What is wrong with the stop where the focus is, "" where it can be seen and is marked by an outline; is it wanted.
LOOK = """() => {
  const here = document.activeElement;
  return [here === document.body ? "" : unseen(here), Boolean(window.wanted?.has(here))];

  function unseen(here) {
    const named = `${here.tagName} «${(here.getAttribute("aria-label") || here.textContent).trim().slice(0, 60)}»`;
    const { outlineStyle, outlineWidth, visibility, opacity } = getComputedStyle(here);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) return `${named}: no outline`;
    if (visibility !== "visible" || opacity === "0") return `${named}: not visible`;
    const rects = [here.getBoundingClientRect(), ...here.getClientRects()];
    const parts = rects.filter(({ width, height }) => width * height);
    if (!parts.length) return `${named}: without a size`;
    const inside = parts.map(({ left, right, top, bottom }) => ({ left: Math.max(left, 0), top: Math.max(top, 0),
      right: Math.min(right, innerWidth), bottom: Math.min(bottom, innerHeight) }))
      .filter(({ left, right, top, bottom }) => left < right && top < bottom);
    if (!inside.length) return `${named}: outside the window`;
    const met = inside.map(({ left, right, top, bottom }) =>
      document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
    return met.some((one) => one && (here.contains(one) || here.labels?.[0]?.contains(one)))
      ? "" : `${named}: covered by ${met[0]?.tagName}.${met[0]?.className}`;
  }
}"""


class Keyboard:
    """The keys of one page, and nothing else: whoever has it cannot click, and cannot put the focus anywhere."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self._page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Types over what is in the field."""
        self._page.keyboard.press("ControlOrMeta+a")
        self._page.keyboard.type(text)

    def tab(self) -> bool:
        """Goes on by one stop, which has to be seen; tells whether it is what is looked for."""
        self._page.keyboard.press("Tab")
        unseen, is_there = self._page.evaluate(LOOK)
        assert not unseen, f"{self._page.url}: {unseen}"
        return bool(is_there)

    def skip_to_content(self) -> None:
        """Takes the first link of a page that has just been opened, past its head."""
        self.tab()
        expect(self._page.get_by_role("link", name="Skoči na vsebino")).to_be_focused()
        self.press("Enter")
        expect(self._page.locator("main")).to_be_focused()

    def reach(self, role: Role, name: str, *, exact: bool = False) -> None:
        """Goes on until the focus is on what has this role and name; fails where it is out of reach or a trap."""
        self.reach_one_of(self._page.get_by_role(role, name=name, exact=exact))

    def reach_one_of(self, wanted: Locator) -> None:
        """Goes on until the focus is on one of the things wanted."""
        wanted.evaluate_all("all => { window.wanted = new Set(all); }")
        if not any(self.tab() for _ in range(MOST_STOPS)):
            raise AssertionError(f"{self._page.url}: {wanted} is not reached in {MOST_STOPS} presses of Tab")

    def follow(self, role: Role, name: str, address: str, *, exact: bool = False) -> None:
        """Reaches a link or a button, presses it and waits for the page at `address`, a pattern."""
        self.reach(role, name, exact=exact)
        self.press("Enter")
        self._page.wait_for_url(address)

    def fill(self, role: Role, name: str, text: str) -> None:
        self.reach(role, name)
        self.write(text)
