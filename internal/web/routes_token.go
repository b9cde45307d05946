package web

// tokenRoutes are the pages on which organisers make tokens for programs and
// revoke them.
func tokenRoutes(s *Server) []route {
	const tokens = "/organise/events/:slug/tokens"
	return []route{
		{"GET", tokens, s.organiser, s.showTokens},
		{"POST", tokens, s.organiser, s.submitToken},
		{"POST", tokens + "/:id", s.organiser, s.revokeToken},
	}
}
