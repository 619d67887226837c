"""What holds for every test."""

from hypothesis import settings

# A test asserts what is so, not how soon: a busy machine must not fail it.
settings.register_profile("plenary", deadline=None)
settings.load_profile("plenary")
