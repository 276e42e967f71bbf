"""How fast `prechange` is: a generator of files of any size, and what is measured on them."""
