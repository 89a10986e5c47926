// Events ahead: how a listener of the SDK is given events before it has answered those before. Both sides are ours; a
// listener that does not ask, and one of another supervisor, keeps the protocol as it is (EVP-13..22).
//
// A supervisor that offers it names the most events in the variable. A listener that wants it says `READY 32` instead of
// its first READY, and is from then on given up to as many events as answers are owed. It answers each in order, with
// the same bytes as ever. After an answer other than OK the supervisor takes back all that are unanswered and gives them
// again, the first of them with the token: so the listener leaves out what comes before that.

/** The variable that offers it: the most events that the listener may be given unanswered. */
export const EVENTS_AHEAD = 'REEVE_EVENTS_AHEAD'

/** Before `eventname` in the header of the first event that is given again. */
export const GIVEN_AGAIN = 'again:1'
