"""A WordPress: one post per version, over its REST API, beside what its editors write there.

A version's post is known by a key of ours, so that it is found again whatever was interrupted, and never made twice. A post that somebody
changed there is left as it is, and said so. With our companion plugin (`companion`), looking and writing are one step there; without it
they are two (`wordpress_posts`). What is withdrawn becomes a draft: nothing is ever deleted.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from translate_flow.channels.page import Option, Outcome, Receipt, Target, Work, Works
from translate_flow.channels.wordpress_options import OPTIONS as _OPTIONS
from translate_flow.errors import ChannelFailed

if TYPE_CHECKING:
    from translate_flow.channels.wordpress_run import Run

NAME = "wordpress"
OVERWRITES = True
ONE_BY_ONE = True
OPTIONS: dict[str, Option] = _OPTIONS
_AT_ONCE = 50  # articles that are looked up together


def companion() -> bytes:
    """The companion plugin, a file of PHP for `wp-content/mu-plugins/`."""
    return (files("translate_flow.channels") / "companion" / "translate-flow.php").read_bytes()


def bring(target: Target, works: Works, *, everything: bool) -> Generator[Receipt, None, Outcome]:
    """See `channels.Channel`."""
    from translate_flow.channels.wordpress_run import Run
    from translate_flow.channels.wordpress_site import Refused

    run = Run(target)
    try:
        if everything:
            run.sweep()
        for some in _pieces(iter(works)):
            yield from _bring(run, some)
        if everything:
            run.leave()
    except Refused as error:  # of what is no post's: a list, a category
        raise ChannelFailed(f"{target.name}: the site refuses: {error.message} ({error.code})", remedy="Look at the site's REST API and its error log; the next run goes on.") from None
    finally:
        run.close()
    parts = urlsplit(str(target.options["url"]))
    return Outcome(Path(parts.netloc + parts.path), tuple(sorted(run.written)), tuple(sorted(run.removed)), run.unchanged)


def _pieces(works: Iterator[Work]) -> Iterator[list[Work]]:
    while some := list(islice(works, _AT_ONCE)):
        yield some


def _bring(run: Run, works: list[Work]) -> Iterator[Receipt]:
    run.look(works)
    for work in works:
        yield from run.article(work)


def test(target: Target) -> list[str]:
    """See `channels.Channel`."""
    from translate_flow.channels.wordpress_run import examine

    return examine(target)
