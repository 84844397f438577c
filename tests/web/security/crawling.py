"""A crawler: follows links and fills in forms with whatever does harm elsewhere, and says what it finds wrong."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

import lxml.html
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.accounts.conftest import Browser

HOSTILE = (
    "",
    "redar",
    "12. člen ZORed",
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{7*7}}${7*7}%{7*7}",
    "' OR 1=1 --",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "%2e%2e%2fetc%2fpasswd",
    "a\r\nSet-Cookie: x=1\r\n\r\n<b>",
    "\x00\x01\x02\x1b[31m",
    "\u202e\ufeff\ud7ff\U000e0001🎉",
    "//drugje.example/x",
    "javascript:alert(1)",
    "-1",
    "0",
    "9" * 40,
    "1e309",
    "NaN",
    "2026-02-31",
    "(" * 300,
    "*" * 200,
    'AND OR NOT " ~ ^ : [ TO ]',
    "č" * 5_000,
    "člen:" * 50,
)
"""What is typed into every field."""

GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
RESOURCES = (
    "//link[@rel='stylesheet' or @rel='icon' or @rel='preload']/@href | //*/@src | //form/@action | //object/@data"
)
ENDING = re.compile(r"/odjava|/odjava-povsod|/odjavi|/zapri|/moj-racun/(geslo|prijave)")
"""Forms after which the browser would be somebody else, or nobody."""


@dataclass
class Crawler:
    """One browser on its way; `faults` are sentences, `posts` tells whether forms that change something are sent."""

    browser: Browser
    chance: random.Random
    pages: int
    posts: bool = False
    faults: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    patterns: dict[str, int] = field(default_factory=dict)
    sent: int = 0

    def run(self, seeds: list[str]) -> None:
        """Asks for pages until there are enough or no more."""
        waiting = [(seed, "") for seed in seeds]
        while waiting and len(self.asked) < self.pages:
            address, found_at = waiting.pop(self.chance.randrange(len(waiting)))
            if address in self.asked or self.patterns.get(_pattern(address), 0) > 12:
                continue
            self.asked.add(address)
            self.patterns[_pattern(address)] = self.patterns.get(_pattern(address), 0) + 1
            waiting += [(each, address) for each in self.look(address, found_at)]

    def look(self, address: str, found_at: str = "") -> list[str]:
        """Asks for an address and gives where its page leads to."""
        with self.browser.get(address) as answer:
            self._judge(answer, address)
            if found_at and answer.status_code >= 400:
                self.faults.append(f"{answer.status_code}: {address} has a link at {found_at}")
            if answer.mimetype != "text/html" or answer.headers.get("Content-Disposition"):
                return []
            text = answer.text
        return list(self._read(address, text, is_page=answer.status_code == 200))

    def _judge(self, answer: TestResponse, address: str) -> None:
        if answer.status_code >= 500:
            self.faults.append(f"{answer.status_code}: {address}")
        headers = answer.headers
        self.faults += [f"{address}: no {name}" for name, value in GUARDS.items() if headers.get(name) != value]
        policy = headers.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy:
            self.faults.append(f"{address}: policy {policy!r}")
        if "X-Vrinjeno" in headers or "x=1" in headers.get("Set-Cookie", ""):
            self.faults.append(f"{address}: a header came in from outside")
        place = urlsplit(headers.get("Location", ""))
        if place.netloc not in ("", "localhost") or headers.get("Location", "").startswith("//"):
            self.faults.append(f"{address} leads to {headers['Location']}")

    def _read(self, address: str, text: str, *, is_page: bool) -> Iterator[str]:
        tree = lxml.html.document_fromstring(text)
        if not tree.xpath("string(//title)").strip() or tree.get("lang") not in ("sl", "en"):
            self.faults.append(f"{address}: no title or language")
        if "<script>alert" in text or "<img src=x" in text:
            self.faults.append(f"{address}: what somebody typed became part of the page")
        foreign = [each for each in tree.xpath(RESOURCES) if urlsplit(each).netloc not in ("", "localhost")]
        foreign += [each for each in tree.xpath("//a[not(@rel='external')]/@href") if _is_foreign(each)]
        self.faults += [f"{address}: asks {each}" for each in foreign]
        if tree.xpath("//*[@style] | //style | //script[not(@src) and not(@type='application/ld+json')] | //@onclick"):
            self.faults.append(f"{address}: script or style in the page")
        if is_page:
            links = [urljoin(address, each).partition("#")[0] for each in tree.xpath("//a/@href")]
            yield from (each for each in links if each.startswith("/") and not each.startswith("//"))
        for form in tree.xpath("//form[not(@method='dialog')]"):
            self._fill_in(address, form)

    def _fill_in(self, address: str, form: lxml.html.FormElement) -> None:
        action = urljoin(address, form.get("action") or address)
        key = f"{form.method} {_pattern(action)}"
        self.patterns[key] = self.patterns.get(key, 0) + 1
        if self.patterns[key] > 6:
            return
        told = [(name, self.chance.choice(HOSTILE)) for name in form.fields if name and name != "obrazec"]
        if form.method == "GET":
            query = "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in told)
            self.look(f"{action}?{query}")
            return
        self._post(action, [*told, ("obrazec", "napacna")], wanted=(400, 413))
        if self.posts and not ENDING.search(action):
            self._post(action, [*told, ("obrazec", form.fields.get("obrazec") or "")])

    def _post(self, action: str, told: list[tuple[str, str]], *, wanted: tuple[int, ...] = ()) -> None:
        self.sent += 1
        data = dict(told)
        with self.browser.client.post(action, data=data) as answer:
            self._judge(answer, f"POST {action} {data if answer.status_code >= 500 else ''}")
            if wanted and answer.status_code not in wanted:
                self.faults.append(f"{answer.status_code}: POST {action} with a wrong mark")


def seeds_of(app: Flask) -> list[str]:
    """Gives every address of `app` that has nothing to fill in, in both languages, but for that of its health."""
    rules = [rule for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in (rule.methods or ())]
    rules = [rule for rule in rules if rule.endpoint != "status.health"]
    return [prefix + rule.rule for rule in rules for prefix in ("", "/en")]


def _pattern(address: str) -> str:
    parts = urlsplit(address)
    names = "&".join(sorted({pair.partition("=")[0] for pair in parts.query.split("&")}))
    return re.sub(r"\d+", "0", parts.path)[:60] + ("?" + names if parts.query else "")


def _is_foreign(address: str) -> bool:
    return urlsplit(address).netloc not in ("", "localhost")
