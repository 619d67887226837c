"""A server with a planted defect, for tests of tests: it lets everybody in, however little memory is left."""

import sys

from plenary.__main__ import main
from plenary.hub import room

room.Group.is_full = lambda group: False  # type: ignore[assignment, method-assign]

if __name__ == "__main__":
    sys.exit(main())
