"""What several sources share: interfaces that many publishers use, and the classification of legislative actions."""
