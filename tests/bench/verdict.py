"""A figure beside its limit."""


def verdict(what: str, measured: float, limit: float, unit: str) -> bool:
    """Prints both; returns whether the limit is met."""
    is_met = measured <= limit
    print(f"  {what:<44} {measured:7.2f} {unit}, limit {limit:g} {unit}: {'met' if is_met else 'MISSED'}")
    return is_met
