"""Pictures and PDFs that authors upload: made safe and small, kept, named in posts, deleted where unused."""
