package web

import "testing"

// What presence, frozen lists and certificates keep of people is said, with its day.
func TestPrivacyTellsOfPresence(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.visitor().get("/privacy").says("Where you were present", "Attendance lists", "18 December 2017", "It stays a proof when a registration is changed, withdrawn or erased.",
		"Whoever has the code of your certificate")
}
