//! Every news article, in every format, with nothing lost: the front door.
