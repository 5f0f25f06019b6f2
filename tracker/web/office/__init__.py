"""The administrator's pages: accounts, posts, names of offices, failures, the audit trail."""

import tracker.web.office.accounts
import tracker.web.office.backups
import tracker.web.office.home
import tracker.web.office.names
import tracker.web.office.people
import tracker.web.office.settings
import tracker.web.office.trail  # noqa: F401  # each module adds its pages
from tracker.web.office.blueprint import pages as pages
