"""Requests of a page that wait until a test lets them go."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request, Route

SETTLED = "new Promise(resolve => setTimeout(resolve, 50))"
"""Ends after what an answer has set off in the page."""


class Held:
    """The requests for addresses of a pattern."""

    def __init__(self, page: Page, pattern: str) -> None:
        self.page = page
        self.pattern = pattern
        self.routes: list[Route] = []
        self.given_up: list[Request] = []
        """Those that the page itself has ended."""
        page.on("requestfailed", lambda request: self.given_up.append(request))
        page.route(pattern, lambda route: self.routes.append(route))

    def wait(self, count: int = 1) -> Held:
        """Wait until this many are held."""
        for _ in range(1200):
            if len(self.routes) >= count:
                return self
            self.page.wait_for_timeout(25)
        raise AssertionError(f"{len(self.routes)} of {count} requests for {self.pattern} came")

    def go(self, index: int = 0) -> None:
        """Let one go, and wait until the page has its answer."""
        route = self.routes.pop(index)
        if route.request not in self.given_up:
            with self.page.expect_event("requestfinished", lambda request: request == route.request):
                route.continue_()
        self.page.evaluate(SETTLED)

    def fail(self, index: int = 0) -> None:
        """Let one fail, as without a network."""
        route = self.routes.pop(index)
        if route.request not in self.given_up:
            with self.page.expect_event("requestfailed", lambda request: request == route.request):
                route.abort()
        self.page.evaluate(SETTLED)

    def end(self) -> None:
        """Let all go, and hold no more."""
        for route in self.routes:
            if route.request not in self.given_up:
                route.continue_()
                route.request.response()
        self.page.unroute(self.pattern)
        self.page.evaluate(SETTLED)
