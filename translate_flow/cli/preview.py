"""The command that shows one page in a browser: preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import Address, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.server import ThreadingHTTPServer

app = new_app()
_POLICY = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src * data:; media-src *; font-src 'self'; base-uri 'none'; form-action 'none'"
_KINDS = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8"}


@app.command("preview", epilog="Example: translate-flow preview march-8/pt")
def preview(
    address: Address,
    file: Annotated[str, typer.Option("--file", metavar="FILE", help="Show a work file instead, as it is now; nothing is stored.", show_default=False)] = "",
    live: Annotated[bool, typer.Option("--live", help="Show what readers see, not the newest text.")] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port to serve at; 0 for any that is free.")] = 8765,
) -> None:
    """Serve one page to your browser, as readers would see it.

    Drawn anew each time it is loaded: from the newest text, or from the file you are working on. Only this machine can see it.
    It ends with Ctrl-C.
    """
    drawn = _drawer(address, file, live)
    first = next(iter(drawn()))  # what cannot be shown is told now
    server = _server(port, drawn)
    url = f"http://127.0.0.1:{server.server_address[1]}/{first}"
    if desk().json:
        render.data({"url": url})
    render.say(f"{address} is at {url}\nLoad it again to see what changed; Ctrl-C ends it.")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        render.say("Ended.")
    finally:
        server.server_close()


def _drawer(address: str, file: str, live: bool) -> Callable[[], dict[str, bytes]]:
    from translate_flow.errors import UsageError

    if file and live:
        raise UsageError("--file and --live show different texts", remedy="Leave one of them out.")
    here = desk()

    def drawn() -> dict[str, bytes]:
        from translate_flow.cli.files import read_limited
        from translate_flow.services import lookup
        from translate_flow.services import preview as service

        with here.session() as session:
            here.reader(session)
            version = lookup.version(session, address)
            work = (file, read_limited(file)) if file else None
            return service.files(session, version, home=here.home, now=here.now, live=live, work=work)

    return drawn


def _server(port: int, drawn: Callable[[], dict[str, bytes]]) -> ThreadingHTTPServer:
    """A server on this machine's own address. Another site's page cannot reach it by a name of its own (DNS rebinding): the host is checked."""
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
    from urllib.parse import unquote, urlsplit

    from translate_flow.errors import Conflict, TranslateFlowError

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if (self.headers.get("Host") or "").rpartition(":")[0] not in {"127.0.0.1", "localhost"}:
                return self._answer(403, b"Ask for 127.0.0.1.", "text/plain; charset=utf-8")
            try:
                files = drawn()
            except TranslateFlowError as error:
                return self._answer(500, f"{error}\n{error.remedy}\n".encode(), "text/plain; charset=utf-8")
            path = unquote(urlsplit(self.path).path).lstrip("/")
            if not path:
                return self._answer(302, b"", "text/plain", "/" + next(iter(files)))
            if path not in files:
                return self._answer(404, b"Only this one page is shown here.\n", "text/plain; charset=utf-8")
            return self._answer(200, files[path], next((kind for end, kind in _KINDS.items() if path.endswith(end)), "application/octet-stream"))

        def _answer(self, status: int, body: bytes, kind: str, to: str = "") -> None:
            self.send_response(status)
            headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Cache-Control": "no-store", "Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"}
            for name, value in (headers | ({"Location": to} if to else {})).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the terminal is for what went wrong."""

    try:
        return ThreadingHTTPServer(("127.0.0.1", port), Handler)
    except OSError as error:
        raise Conflict(f"Port {port} cannot be served at: {error.strerror}", remedy="Another preview may be running; name another port with --port, or 0 for any.") from None
