"""`digest`, `deliveries`, `send-test`, `resend`: what people are told, and whether it arrived."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from monitor.cli.app import App, Moment, standard
