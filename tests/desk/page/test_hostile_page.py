"""A hostile page in the same browser, which even knows the desk's address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.desk.running import SOLES, Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ATTACK = """async address => {
  const told = [];
  const body = JSON.stringify({name: "soles", text: "# Evil", base: "x"});
  const blob = new Blob([body], {type: "application/json"});
  const tries = [
    [address + "script.json?name=soles", {}],
    [address + "script.json?name=soles", {mode: "no-cors"}],
    [address + "throw-away.json", {method: "POST", body, headers: {"Content-Type": "application/json"}}],
    [address + "throw-away.json", {method: "POST", body, mode: "no-cors"}],
    [address + "throw-away.json", {method: "POST", body: blob, mode: "no-cors"}],
    [address + "create.json", {method: "POST", body: new URLSearchParams({from: "blank"}), mode: "no-cors"}],
  ];
  for (const [url, options] of tries) {
    try { told.push((await (await fetch(url, options)).text()).slice(0, 40)); } catch { told.push(""); }
  }
  navigator.sendBeacon(address + "throw-away.json", blob);
  const posted = [["throw-away.json", '{"name": "soles", "x": "', '"}'], ["create.json", "from", "blank"]];
  for (const [path, name, value] of posted) {
    const form = document.createElement("form");
    Object.assign(form, { action: address + path, method: "post", enctype: "text/plain", target: "_blank" });
    form.append(Object.assign(document.createElement("input"), { name, value }));
    document.body.append(form);
    form.submit();
  }
  const loaded = (element, source) => new Promise((resolve) => {
    element.onload = () => resolve("loaded");
    element.onerror = () => resolve("");
    document.head.append(Object.assign(element, source));
  });
  told.push(await loaded(document.createElement("img"), { src: address + "icon.svg" }));
  told.push(await loaded(document.createElement("script"), { src: address + "hear.js", type: "module" }));
  told.push(await loaded(document.createElement("link"), { href: address + "desk.css", rel: "stylesheet" }));
  const frame = document.createElement("iframe");
  frame.src = address;
  document.body.append(frame);
  const module = await import(address + "tags.js").then(() => "loaded", () => "");
  await new Promise(resolve => setTimeout(resolve, 500));
  let inside = "";
  try { inside = frame.contentDocument?.body?.textContent ?? ""; } catch { inside = ""; }
  return [...told, module, inside];
}"""


class Evil(BaseHTTPRequestHandler):
    """A page of another origin."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>evil</title><body></body>")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def evil() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Evil)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_reads_nothing_and_changes_nothing(browser: Browser, running: Running, evil: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(evil)
    told = page.evaluate(ATTACK, running.address)
    context.close()
    assert [text for text in told if text] == []
    assert sorted(path.name for path in running.folder.glob("*.md")) == ["knee.md", "soles.md"]
    assert (running.folder / "soles.md").read_text("utf-8") == SOLES
