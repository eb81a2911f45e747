"""North Dakota Legislative Assembly."""
