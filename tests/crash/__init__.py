"""Kills at every stage of a night, on both databases: nothing lost, doubled, falsely found or falsely finished."""
