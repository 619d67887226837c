"""Writes the TypeScript types of every message, from the definitions."""

from typing import Any

from msgspec import inspect

from plenary.deliberation.vocabulary import Role
from plenary.wire.access import MAY_ASK
from plenary.wire.codec import FRAME_LIMIT_BYTES, Encoding
from plenary.wire.from_client import FromClient, ModeratorRequest, ParticipantRequest, StewardRequest
from plenary.wire.from_server import FromServer

HEADER = """\
// Written from server/plenary/wire by `python -m plenary.wire`. Do not edit.

export const SUBPROTOCOL = "{subprotocol}";
export const FRAME_LIMIT_BYTES = {frame_limit};
"""


def typescript() -> str:
    """The whole of `web/src/wire/messages.ts`."""
    unions = {
        "FromClient": FromClient,
        "ParticipantRequest": ParticipantRequest,
        "ModeratorRequest": ModeratorRequest,
        "StewardRequest": StewardRequest,
        "FromServer": FromServer,
    }
    roots = dict(zip(unions, inspect.multi_type_info(unions.values()), strict=True))
    named: dict[str, str] = {}
    for root in roots.values():
        _declare(root, named)
    written = [
        f"export type {name} =\n  | " + "\n  | ".join(_name(part.cls) for part in _parts(root)) + ";\n"
        for name, root in roots.items()
    ]
    header = HEADER.format(subprotocol=Encoding.MSGPACK.value, frame_limit=FRAME_LIMIT_BYTES)
    return "\n".join([header, *named.values(), *written, _may_ask()])


def _may_ask() -> str:
    """Which roles may make which request, for pages to offer nothing that would be refused."""
    rows = []
    for kind, may_ask in MAY_ASK.items():
        roles = ", ".join(f'"{role.value}"' for role in Role if role in may_ask)
        rows.append(f'  "{kind.__struct_config__.tag}": [{roles}],')
    kinds = '(ParticipantRequest | ModeratorRequest | StewardRequest)["kind"]'
    return "\n".join(
        [f"export const MAY_ASK: Readonly<Record<{kinds}, readonly Role[]>> = {{", *rows, "};", ""]
    )


def _parts(root: inspect.Type) -> tuple[inspect.StructType, ...]:
    types = root.types if isinstance(root, inspect.UnionType) else (root,)
    return tuple(part for part in types if isinstance(part, inspect.StructType))


def _name(cls: type) -> str:
    return cls.__name__


def _declare(kind: inspect.Type, named: dict[str, str]) -> None:
    """Add the declaration of this type, and of all that it is made of, innermost first."""
    match kind:
        case inspect.Metadata(type=inner):
            _declare(inner, named)
        case inspect.UnionType(types=types):
            for one in types:
                _declare(one, named)
        case inspect.VarTupleType(item_type=item):
            _declare(item, named)
        case inspect.EnumType(cls=cls):
            values = " | ".join(f'"{member.value}"' for member in cls)
            named[_name(cls)] = f"export type {_name(cls)} = {values};\n"
        case inspect.StructType() | inspect.DataclassType():
            if _name(kind.cls) in named:
                return
            for field in kind.fields:
                _declare(field.type, named)
            is_list = isinstance(kind, inspect.StructType) and kind.array_like
            named[_name(kind.cls)] = _list(kind) if is_list else _interface(kind)


def _list(kind: inspect.StructType | inspect.DataclassType) -> str:
    parts = ", ".join(f"{field.name}: {_type(field.type)}" for field in kind.fields)
    doc = " ".join((kind.cls.__doc__ or "").split())
    return f"/** {doc} */\nexport type {_name(kind.cls)} = readonly [{parts}];\n"


def _interface(kind: inspect.StructType | inspect.DataclassType) -> str:
    lines = []
    may_be_left_out = isinstance(kind, inspect.StructType)
    if isinstance(kind, inspect.StructType) and kind.tag is not None:
        lines.append(f'  kind: "{kind.tag}";')
    for field in kind.fields:
        optional = may_be_left_out and not field.required
        lines.append(f"  {field.name}{'?' if optional else ''}: {_type(field.type, optional)};")
    doc = " ".join((kind.cls.__doc__ or "").split())
    # A dataclass without a docstring of its own gets its signature for one.
    comment = f"/** {doc} */\n" if doc and not doc.startswith(f"{_name(kind.cls)}(") else ""
    return f"{comment}export interface {_name(kind.cls)} {{\n" + "\n".join(lines) + "\n}\n"


def _type(kind: inspect.Type, optional: bool = False) -> str:
    match kind:
        case inspect.Metadata(type=inner):
            return _type(inner, optional)
        case inspect.UnionType(types=types):
            # What may be left out is left out; it is never null.
            kept = [one for one in types if not (optional and isinstance(one, inspect.NoneType))]
            return " | ".join(_type(one) for one in kept)
        case inspect.VarTupleType(item_type=item):
            one = _type(item)
            return f"readonly ({one})[]" if " " in one else f"readonly {one}[]"
        case inspect.EnumType(cls=cls) | inspect.StructType(cls=cls) | inspect.DataclassType(cls=cls):
            return _name(cls)
        case inspect.StrType():
            return "string"
        case inspect.IntType() | inspect.FloatType():
            return "number"
        case inspect.BoolType():
            return "boolean"
        case inspect.BytesType():
            return "Uint8Array"
        case inspect.NoneType():
            return "null"
    raise TypeError(f"no TypeScript for {kind}")


def described(message: type[Any]) -> str:
    """A message's docstring in one line; empty where it has none of its own."""
    return " ".join((message.__dict__.get("__doc__") or "").split())
