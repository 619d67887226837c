"""The rules by subject: each module turns the commands of its subject into facts, or refuses them."""
