"""Where facts are kept: the ports with their promises, and the stores behind them."""
