"""From findings and imported figures to points and remarks: dated rubrics, a pure scoring function, plain words."""
