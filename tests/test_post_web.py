"""Hooks as a real receiver gets them, or refuses them."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import standardwebhooks

from tests.letterbox import SECRET, Called, Receiver, certificate, message
from translate_flow import post
from translate_flow.post import NotTaken, Place, web


def place(url: str, kind: str = "webhook", secret: str = SECRET) -> Place:
    return Place(kind, "desk-hook", url, secret)


def refused(answer, **more) -> tuple[NotTaken, Receiver]:
    with Receiver(answer) as receiver, pytest.raises(NotTaken) as told:
        post.send(place(receiver.url, **more), message())
    assert "127.0.0.1" not in told.value.message  # the address of a chat's hook is a password
    return told.value, receiver


def test_a_webhook_and_its_signature() -> None:
    with Receiver() as receiver:
        post.send(place(receiver.url), message(subject="Devolução <b>", text="“é” \ud800\n", items=({"title": "x", "n": 1},)))
        post.send(place(receiver.url), message())
    first, second = receiver.calls
    body = standardwebhooks.Webhook(SECRET).verify(first.body, first.headers)
    assert body == {"id": message().uid, "at": "2026-03-08T12:00:00Z", "person": "ana", "language": "en", "subject": "Devolução <b>", "text": "“é”  \n", "items": [{"title": "x", "n": 1}]}
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == message().uid
    with pytest.raises(standardwebhooks.webhooks.WebhookVerificationError):
        standardwebhooks.Webhook(SECRET).verify(first.body + b" ", first.headers)
    with pytest.raises(standardwebhooks.webhooks.WebhookVerificationError):
        standardwebhooks.Webhook("whsec_" + "A" * 40).verify(second.body, second.headers)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_not base64!"])
def test_nothing_goes_out_unsigned(secret: str) -> None:
    told, receiver = refused(lambda _: (200, {}, b""), secret=secret)
    assert "no secret" in told.message
    assert receiver.calls == []


@pytest.mark.parametrize(("status", "again", "whose"), [(400, True, "letter"), (401, True, "place"), (403, True, "place"), (404, True, "place"), (410, False, "place"), (413, True, "letter"), (422, True, "letter"), (429, True, "place"), (500, True, "place"), (503, True, "place")])
def test_answers_that_refuse(status: int, again: bool, whose: str) -> None:
    told, receiver = refused(lambda _: (status, {}, b"no\r\nway"))
    assert (told.again, told.whose, told.after) == (again, whose, 0)
    assert told.message == f"desk-hook answers {status}: no way" + (": it is gone, and wants no more letters" if status == 410 else "")
    assert len(receiver.calls) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_asked_to_wait(status: int) -> None:
    assert refused(lambda _: (status, {"Retry-After": "120"}, b""))[0].after == 120
    then = datetime.now(UTC) + timedelta(minutes=10)
    assert 500 < refused(lambda _: (status, {"Retry-After": format_datetime(then, usegmt=True)}, b""))[0].after <= 600
    for nonsense in ("soon", "-5", "²", "9" * 400, "Sun, 99 Foo 99999999999999 00:00:00 GMT"):
        assert refused(lambda _, said=nonsense: (status, {"Retry-After": said}, b""))[0].again


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with Receiver() as other:
        told, _ = refused(lambda _: (status, {"Location": other.url}, b""))
        assert "leads elsewhere" in told.message
        own, receiver = refused(lambda called: (status, {"Location": "/other"}, b"") if called.path == "/hook" else (200, {}, b""))
    assert (other.calls, [one.path for one in receiver.calls], own.again) == ([], ["/hook"], True)


def test_receivers_that_break_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(lambda _: None)[0].again
    assert refused(lambda _: (200, {"Content-Length": "500"}, b"half"))[0].again
    monkeypatch.setattr(web, "PATIENCE", 0.3)
    ended = threading.Event()
    told, _ = refused(lambda _: ended.wait(20) and None)
    ended.set()
    assert (told.again, told.whose) == (True, "place")


def test_an_answer_without_end_is_not_read() -> None:
    with Receiver(lambda _: (200, {"Content-Length": str(10**9)}, b"x" * 10**6)) as receiver:
        post.send(place(receiver.url), message())


def test_nobody_there(tmp_path, monkeypatch) -> None:
    with Receiver() as receiver:
        url = receiver.url
    with pytest.raises(NotTaken, match="desk-hook cannot be reached"):
        post.send(place(url), message())
    with pytest.raises(NotTaken, match="no address that can be found"):
        post.send(place("https://hooks.invalid/x"), message())
    with pytest.raises(NotTaken, match="no address of the web"):
        post.send(place("ftp://sesame@example.org"), message())
    context, file = certificate(tmp_path)
    with Receiver(tls=context) as receiver:
        with pytest.raises(NotTaken, match="cannot prove"):
            post.send(place(receiver.url.replace("http:", "https:")), message())
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        post.send(place(receiver.url.replace("http:", "https:")), message())
    assert len(receiver.calls) == 1


def sent(kind: str, **more) -> dict:
    with Receiver() as receiver:
        post.send(place(receiver.url, kind, ""), message(**more))
    [called] = receiver.calls
    assert isinstance(called, Called)
    assert called.headers["content-type"].startswith("application/json")
    return json.loads(called.body)


def test_slack() -> None:
    found = sent("slack", subject="Returned <!channel>", text="<@U1> a & b\n@Channel [x](https://example.org/<x>)\n")
    assert found == {"text": "*Returned &lt;!channel&gt;*\n&lt;@U1&gt; a &amp; b\n@\u200bChannel [x]\u200b(https://example.org/&lt;x&gt;)", "unfurl_links": False}
    assert len(sent("slack", text="&" * 90_000)["text"]) < 70_000


def test_matrix() -> None:
    found = sent("matrix", subject="Returned <b>", text="@room <img src=x onerror=alert(1)>\nb\n")
    assert found == {
        "text": "Returned <b>\n@\u200broom <img src=x onerror=alert(1)>\nb", "username": "translate-flow",
        "html": "<p><strong>Returned &lt;b&gt;</strong></p><p>@\u200broom &lt;img src=x onerror=alert(1)&gt;<br>b</p>",
    }  # fmt: skip
