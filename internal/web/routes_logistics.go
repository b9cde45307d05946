package web

// logisticsRoutes are the papers that the venue needs. The guide's telephone list
// and what becomes the final list of participants are the organisers' alone.
func logisticsRoutes(s *Server) []route {
	const at = "/organise/events/:slug/logistics"
	return []route{
		{"GET", at, s.deskOrOrganiser, s.showLogistics},
		{"GET", at + "/papers/:kind", s.deskOrOrganiser, s.sendLogistics},
		{"GET", at + "/guide/:activity", s.organiser, s.sendGuide},
		{"GET", at + "/participants", s.deskOrOrganiser, s.showParticipants},
		{"POST", at + "/participants", s.organiser, s.issueParticipants},
	}
}
