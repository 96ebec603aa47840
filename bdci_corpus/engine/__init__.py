"""Where shards are computed: the same pure functions, in processes here or elsewhere."""
