"""What every draw of the analysis begins with, so that equal votes give equal results."""

from typing import Final

SEED: Final = 20240229
