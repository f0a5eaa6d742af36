"""A server of a test's own, that answers while it is open."""

from __future__ import annotations

import threading
from http.server import ThreadingHTTPServer
from typing import Self


class Served:
    """To be used in `with`; whoever inherits makes `server` and answers."""

    server: ThreadingHTTPServer

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, daemon=True, kwargs={"poll_interval": 0.01}).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
