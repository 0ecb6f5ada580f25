"""Words of templates of the evaluation."""
