package web

// delegationRoutes are the pages of coordinators, who come in as participants do:
// with the address they were appointed under.
func delegationRoutes(s *Server) []route {
	const delegation = "/delegations/:slug/:authority"
	const person = delegation + "/people/:reference"
	return []route{
		{"GET", "/delegations", s.participant, s.listDelegations},
		{"GET", delegation, s.coordinator, s.showDelegation},
		{"GET", delegation + "/list", s.coordinator, s.showDelegationList},
		{"GET", delegation + "/list.csv", s.coordinator, s.sendDelegationList},
		{"GET", delegation + "/name", s.coordinator, s.showName},
		{"POST", delegation + "/name", s.coordinatorSeldom, s.submitName},
		{"GET", person + "/swap", s.coordinator, s.showSwap},
		{"POST", person + "/swap", s.coordinatorSeldom, s.submitSwap},
		{"GET", person + "/withdraw", s.coordinator, s.showDelegateWithdrawal},
		{"POST", person + "/withdraw", s.coordinator, s.submitDelegateWithdrawal},
		{"POST", person + "/remind", s.coordinatorSeldom, s.submitRemind},
	}
}
