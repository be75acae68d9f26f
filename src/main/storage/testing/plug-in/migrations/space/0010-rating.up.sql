-- How good a recipe was. Which recipe is sealed.
CREATE TABLE x_recipe_ratings_rating (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX x_recipe_ratings_rating_by_stars ON x_recipe_ratings_rating (stars, id);
