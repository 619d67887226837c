"""What the analysis reaches, each figure beside its target and its peer; a module for each subject."""
