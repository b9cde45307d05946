package web

// answerRoutes are where people answer an offer or a nomination, from the mail's
// link or signed in, and take back what they asked for.
func answerRoutes(s *Server) []route {
	return []route{
		{"GET", "/answer/:token", s.publicSeldom, s.showAnswer},
		{"POST", "/answer/:token", s.publicSeldom, s.submitAnswer},
		{"GET", "/me/:reference/answer/:activity", s.participant, s.showOwnAnswer},
		{"POST", "/me/:reference/answer/:activity", s.participant, s.submitOwnAnswer},
		{"POST", "/me/:reference/take-back", s.participant, s.submitTakeBack},
	}
}
