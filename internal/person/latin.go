package person

// Latin spells what is in another script in Latin letters, so that a list has one
// alphabet and Χατζής is found under H.
func Latin(s string) string {
	if NeedsLatin(s) {
		return Fold(s)
	}
	return s
}
