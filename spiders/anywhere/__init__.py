"""Whatever a user watches by its address, without code: pages, feeds, and indexes whose links are documents."""
