"""Writes the protocol's documents, for people (PROTOCOL.md) and for tools (AsyncAPI), from the definitions."""

from typing import Any, Final, get_args

import msgspec
import orjson

from plenary import __version__
from plenary.deliberation.refusals import Refusal
from plenary.wire.access import MAY_ASK
from plenary.wire.closing import Closing
from plenary.wire.codec import FRAME_LIMIT_BYTES, Encoding, write
from plenary.wire.from_client import FromClient
from plenary.wire.from_server import FromServer
from plenary.wire.samples import FROM_CLIENT, FROM_SERVER
from plenary.wire.typescript import described

INTRODUCTION: Final = """\
# Plenary's protocol

Written from the definitions in this folder by `python -m plenary.wire`. Do not edit.

Connect to `/ws/CODE` with the WebSocket subprotocol `{msgpack}` (binary frames) or `{json}`
(text frames, binary fields in base64). Both carry the same messages: an object whose `kind` says what it is. Unknown
fields are passed over; an unknown kind, a frame over {limit:,} bytes or a field outside its bounds ends the connection
with `bad-message`. A browser's `Origin` must be the server's own.

1. The client says `hello` within 10 seconds, and nothing more before it is welcomed: whoever says over 20 messages
   until then is sent away with `too-fast`.
2. The server says `welcome`, then `snapshot`, or `changed` if the client named a place it had seen and the server still
   knows what came since; participants get `you` as well, then the latest opinion maps.
3. The client makes requests, each with its own operation number `op`; each is answered by `counted` or `refused` with
   that number. A request that got no answer may be made again, also on another connection: the same `op` of the same
   device is the same act and counts once.
4. What happens in the event arrives as `changed`, opinion maps as `map` and `map-moved`.
"""


def protocol() -> str:
    """The whole of `PROTOCOL.md`."""
    parts = [INTRODUCTION.format(msgpack=Encoding.MSGPACK, json=Encoding.JSON, limit=FRAME_LIMIT_BYTES)]
    asked = {type(sample): _example(sample) for sample in FROM_CLIENT}
    told = {type(sample): _example(sample) for sample in FROM_SERVER}
    parts.append("## What a client says\n")
    for kind in get_args(FromClient):
        parts.append(_section(kind, asked[kind], _who(kind)))
    parts.append("## What the server says\n")
    for kind in get_args(FromServer):
        parts.append(_section(kind, told[kind], ""))
    parts.append("## Refusals\n\n| code | when |\n| --- | --- |")
    parts.append(
        "\n".join(f"| `{one.code}` | {' '.join((one.__doc__ or '').split())} |" for one in _refusals()) + "\n"
    )
    parts.append(
        "## Closing\n\nThe close reason is the name; where coming back makes sense it goes on `;window_s=N`:"
        " come back after a random part of N seconds.\n\n| code | name | come back |\n| --- | --- | --- |"
    )
    parts.append(
        "\n".join(f"| {one.code} | `{one.label}` | {'yes' if one.come_back else 'no'} |" for one in Closing)
    )
    return "\n".join(parts) + "\n"


def asyncapi() -> bytes:
    """The AsyncAPI 3.0 document, JSON."""
    (_, _), schemas = msgspec.json.schema_components(
        [FromClient, FromServer], ref_template="#/components/schemas/{name}"
    )
    groups = {"fromClient": get_args(FromClient), "fromServer": get_args(FromServer)}
    kinds = [kind for group in groups.values() for kind in group]
    document = {
        "asyncapi": "3.0.0",
        "info": {"title": "Plenary", "version": __version__, "description": "See PROTOCOL.md."},
        "channels": {
            "event": {
                "address": "/ws/{code}",
                "parameters": {"code": {"description": "The event's code."}},
                "messages": {_tag(kind): {"$ref": f"#/components/messages/{_tag(kind)}"} for kind in kinds},
            }
        },
        "operations": {
            name: {
                "action": "receive" if name == "fromClient" else "send",
                "channel": {"$ref": "#/channels/event"},
                "messages": [{"$ref": f"#/channels/event/messages/{_tag(kind)}"} for kind in group],
            }
            for name, group in groups.items()
        },
        "components": {
            "messages": {
                _tag(kind): {
                    "name": _tag(kind),
                    "summary": described(kind),
                    "payload": {"$ref": f"#/components/schemas/{kind.__name__}"},
                }
                for kind in kinds
            },
            "schemas": schemas,
        },
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _tag(kind: type[Any]) -> str:
    return str(kind.__struct_config__.tag)


def _who(kind: type[Any]) -> str:
    may_ask = MAY_ASK.get(kind, ())
    return f" ({', '.join(sorted(role.value for role in may_ask))})" if may_ask else ""


def _section(kind: type[Any], example: str, who: str) -> str:
    doc = described(kind)
    return f"### `{_tag(kind)}`{who}\n\n{doc + chr(10) * 2 if doc else ''}```json\n{example}\n```\n"


def _example(sample: FromClient | FromServer) -> str:
    return write(sample, Encoding.JSON).decode()


def _refusals() -> list[type[Refusal]]:
    return sorted(Refusal.__subclasses__(), key=lambda one: one.code)
