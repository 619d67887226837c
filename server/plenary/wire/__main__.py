"""`python -m plenary.wire`: write everything that is generated from the definitions, into a source checkout."""

from pathlib import Path
from typing import Final

from plenary.wire.codec import Encoding, write
from plenary.wire.documents import asyncapi, protocol
from plenary.wire.samples import FROM_CLIENT, FROM_SERVER
from plenary.wire.typescript import typescript

CHECKOUT: Final = Path(__file__).parents[3]


def generated() -> dict[Path, bytes]:
    """Every generated file's path, from the top of the checkout, and what it must hold."""
    here = Path("server/plenary/wire")
    files = {
        Path("web/src/wire/messages.ts"): typescript().encode(),
        here / "PROTOCOL.md": protocol().encode(),
        here / "asyncapi.json": asyncapi(),
    }
    for side, samples in (("from-client", FROM_CLIENT), ("from-server", FROM_SERVER)):
        for sample in samples:
            name = f"{side}.{sample.__struct_config__.tag}"
            files[Path("tests/samples") / f"{name}.json"] = write(sample, Encoding.JSON) + b"\n"
            files[Path("tests/samples") / f"{name}.msgpack"] = write(sample, Encoding.MSGPACK)
    return files


if __name__ == "__main__":
    for path, content in generated().items():
        (CHECKOUT / path).parent.mkdir(parents=True, exist_ok=True)
        (CHECKOUT / path).write_bytes(content)
