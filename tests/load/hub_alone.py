"""`python -m tests.load.hub_alone serve …`: `plenary serve` without its analysis, for what a vote costs by itself."""

import functools
import sys
from unittest import mock

from plenary.__main__ import main
from plenary.commands.serving import serving

if __name__ == "__main__":
    with mock.patch("plenary.commands.serve.serving", functools.partial(serving, analyses=False)):
        sys.exit(main())
