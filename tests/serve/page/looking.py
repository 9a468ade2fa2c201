"""The page as eyes see it: each word visible, whole, and covered by nothing."""

from __future__ import annotations

from typing import Any

from tests.serve.page.browser import Screen

LOOK = """() => {
  const faults = [];
  const UNSEEN = ".unseen, svg, option, .mini-open, noscript, script";
  const hides = ({ overflowX, overflowY, textOverflow }) =>
    textOverflow !== "ellipsis" && [overflowX, overflowY].some(one => ["hidden", "clip"].includes(one));
  const isCut = (element, box) => {
    for (let one = element; one; one = one.parentElement) {
      if (!hides(getComputedStyle(one))) continue;
      const edge = one.getBoundingClientRect();
      if (box.left < edge.left - 2 || box.right > edge.right + 2) return true;
      if (box.top < edge.top - 2 || box.bottom > edge.bottom + 2) return true;
    }
    return false;
  };
  const window = document.querySelector("dialog[open]");
  const scroller = window ?? document.scrollingElement;
  const shown = window ?? document.querySelector("main:not([hidden])");
  const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility() || parent.closest(UNSEEN)) continue;
    for (const { 0: word, index } of node.data.matchAll(/[^\\s–-]+/g)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const lines = [...range.getClientRects()].filter(one => one.width > 0.5);
      if (new Set(lines.map(one => Math.round(one.top / 4))).size > 1) faults.push(["broken", word, node.data.trim()]);
      const away = range.getBoundingClientRect().top - innerHeight * 0.4;
      if (!parent.closest(".actions")) scroller.scrollBy(0, away);
      const box = range.getBoundingClientRect();
      if (box.left < -1 || box.right > innerWidth + 1) faults.push(["outside", word, node.data.trim()]);
      if (isCut(parent, box)) faults.push(["cut", word, node.data.trim()]);
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      const its = top && (top.contains(parent) || parent.contains(top) || parent.closest("label")?.contains(top));
      const short = getComputedStyle(parent).webkitLineClamp !== "none"; // with dots at its end
      if (!its && !short && box.width >= 1) faults.push(["covered", word, top?.outerHTML.slice(0, 60) ?? "nothing"]);
    }
  }
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) faults.push(["wide", scrollWidth, innerWidth]);
  scrollTo(0, 0);
  return faults;
}"""


def faults_seen(screen: Screen) -> list[Any]:
    """The words that are broken, cut, covered, or outside of the screen."""
    found: list[Any] = screen.page.evaluate(LOOK)
    return found
