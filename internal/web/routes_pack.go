package web

// packRoutes are where organisers get all papers of an event at once. They are not
// for the desk: it prints what it needs, paper by paper.
func packRoutes(s *Server) []route {
	const packs = "/organise/events/:slug/packs"
	return []route{
		{"POST", packs, s.organiser, s.submitPack},
		{"GET", packs + "/:id", s.organiser, s.showPack},
		{"GET", packs + "/:id/state.json", s.organiser, s.showPackState},
		{"GET", packs + "/:id/pack.zip", s.organiser, s.sendPack},
	}
}
