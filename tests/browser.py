"""A real browser to try pages in: Chromium through its DevTools protocol, over a pipe, without a library."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

PROGRAM = shutil.which("chromium") or shutil.which("google-chrome") or ""
NO_NETWORK = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--proxy-server=127.0.0.1:9"]


class Browser:
    """One headless Chromium with one page. To be used in `with`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        down_read, self._down = os.pipe()
        self._up, up_write = os.pipe()
        words = [PROGRAM, "--headless=new", "--no-sandbox", "--disable-gpu", *NO_NETWORK, f"--user-data-dir={folder / 'profile'}", "--remote-debugging-pipe"]

        # the pipes are moved to 3 and 4 by a shell, where Chromium looks for them
        script = f"exec 3<&{down_read} 4>&{up_write}; exec \"$@\""
        self._process = subprocess.Popen(
            ["bash", "-c", script, "bash", *words], pass_fds=(down_read, up_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(down_read)
        os.close(up_write)
        self._last = 0
        self._waiting = b""
        self._session = ""
        self.logs: list[str] = []  # errors, refusals of the policy, what scripts say
        self.dialogs: list[str] = []
        target = self("Target.createTarget", url="about:blank")["targetId"]
        self._session = self("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self(f"{domain}.enable")

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)
        os.close(self._down)
        os.close(self._up)

    def __call__(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Sends a command and waits for its answer."""
        sent = self._send(method, parameters)
        while True:
            answer = self._next()
            if answer.get("id") == sent:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]

    def _send(self, method: str, parameters: dict[str, Any]) -> int:
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._down, json.dumps(message).encode() + b"\0")
        return self._last

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._waiting:
            piece = os.read(self._up, 1 << 16)
            assert piece, "the browser has ended"
            self._waiting += piece
        message, _, self._waiting = self._waiting.partition(b"\0")
        found = json.loads(message)
        if found.get("method") in {"Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled"}:
            self.logs.append(json.dumps(found["params"]))
        if found.get("method") == "Page.javascriptDialogOpening":
            self.dialogs.append(found["params"]["type"])
            self._send("Page.handleJavaScriptDialog", {"accept": True})
        return found

    def open(self, path: Path) -> None:
        """Goes to a page and waits until it is there: the page before it, which may ask whether to leave, is marked as not it."""
        self.run("window.left = true")
        self("Page.navigate", url=path.as_uri())
        self.wait("!window.left && document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, expression: str) -> Any:
        """What an expression of the page's gives."""
        result = self("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def wait(self, expression: str) -> None:
        until = time.monotonic() + 20
        while not self.run(expression):
            assert time.monotonic() < until, f"never: {expression}"
            time.sleep(0.02)

    def click(self, selector: str) -> None:
        place = self.run(f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()")
        for kind in ("mousePressed", "mouseReleased"):
            self("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def type(self, text: str) -> None:
        self("Input.insertText", text=text)

    def key(self, key: str, code: int, *, control: bool = False, shift: bool = False) -> None:
        held = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 2 * control + 8 * shift}
        self("Input.dispatchKeyEvent", type="rawKeyDown", **held)
        self("Input.dispatchKeyEvent", type="keyUp", **held)

    def picture(self, path: Path, *, width: int = 1200, height: int = 800, scheme: str = "light") -> None:
        """A screenshot, for people to look at."""
        self("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        path.write_bytes(base64.b64decode(self("Page.captureScreenshot", format="png")["data"]))
