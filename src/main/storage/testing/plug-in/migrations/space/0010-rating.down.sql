CREATE TABLE _kept_x_recipe_ratings_rating AS SELECT * FROM x_recipe_ratings_rating;
DROP TABLE x_recipe_ratings_rating;
