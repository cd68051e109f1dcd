"""Who is said to be speaking, and is it so? Remarks for the author before a post is published; none of them blocks."""
