// The life of one link request, T1 to T22, as a model for spin. README.md beside this file says what is
// checked, how to run it and what is left out. Every step names the code that it stands for, by file and method.

#ifndef CONTEXTS
#define CONTEXTS 1                     // care contexts of the request
#endif
#ifndef ATTEMPTS
#define ATTEMPTS 2                     // attempts before a person is asked
#endif
#ifndef QUESTIONS
#define QUESTIONS 1                    // "did you get it?" of one attempt
#endif
#ifndef WORKERS
#define WORKERS 2                      // dispatchers that race for the lease
#endif
#define ALL ((1 << CONTEXTS) - 1)      // sets of care contexts are bits

mtype:state = { NONE, QUEUED, DISPATCHING, UNKNOWN, ACCEPTED, NO_ANSWER, WAIT_RETRY, LINKED, REFUSED, CANCELLED, NEEDS_HUMAN };
mtype:attempt = { NEVER, SENDING, IN_DOUBT, TAKEN, POSTPONED, SUCCEEDED, FAILED, UNANSWERED };
mtype:place = { IDLE, LOOKING, CALLING, QUESTIONING };
mtype:word = { SILENCE, R202, R429, NOT_NOW, BAD, LOST, SUCCESS, ALREADY_LINKED, TOKEN_REFUSED, FINAL, GATEWAY_TROUBLE };

// ---- the store: what is committed --------------------------------------------------------------------------------------
mtype:state state = NONE;
mtype:attempt att[ATTEMPTS] = NEVER;
byte carries[ATTEMPTS];                // care contexts that the attempt carries
byte asked[ATTEMPTS];                  // questions asked under the attempt's requestId
byte n;                                // attempts so far
byte open = ALL;                       // care contexts that nobody has said are linked
bit oneByOne;
byte owner;                            // lease of the outbox row: worker + 1
bit expired;                           // ... whose time is over
bit orphan;                            // an answer to nobody's question is kept in the inbox

// ---- the world ---------------------------------------------------------------------------------------------------------
mtype:place at[2] = IDLE;              // where the worker is: its memory, gone with a crash
byte about[2];                         // ... and the attempt that it deals with
mtype:word reply[2] = SILENCE;         // what it hears of its call
#ifdef SPLIT
bit loaded[2], fresh[2], holds[2], owned[2];
mtype:state sees[2] = NONE;
#endif
bit wire[ATTEMPTS];                    // bytes under way to which nobody listens any more
bit seen[ATTEMPTS];                    // the gateway's memory of requestIds
bit atCm[ATTEMPTS];                    // handed on to the consent manager
mtype:word answer[ATTEMPTS] = SILENCE; // the consent manager's callback on its way ...
byte copies[ATTEMPTS];                 // ... how often; none when it is lost
bit trouble[ATTEMPTS];                 // the gateway's own callback (2500) on its way
byte cm;                               // linked at the consent manager: the truth
byte before;                           // linked before this request was made
byte known;                            // ... as our own records know
bit own;                               // the patient linked it in the app while it was on its way
bit retried, judged;

#define LAST (n - 1)
#define ISFINAL (state == LINKED || state == REFUSED || state == CANCELLED || state == NEEDS_HUMAN)
#define WAITS_FOR_ANSWER (state == DISPATCHING || state == UNKNOWN || state == ACCEPTED || state == NO_ANSWER)
#define WAITING (state == QUEUED || state == WAIT_RETRY || state == NO_ANSWER)
#define ON_ITS_WAY(a) ((state == DISPATCHING || state == UNKNOWN) && a == LAST && (att[a] == SENDING || att[a] == IN_DOUBT))
#define ACTIVE(a) (att[a] == SENDING || att[a] == IN_DOUBT || att[a] == TAKEN)
#define DOUBT(a) (ACTIVE(a) || att[a] == UNANSWERED)
#if ATTEMPTS == 2
#define DOUBTS (DOUBT(0) || DOUBT(1))
#define HOW_MANY_ACTIVE (ACTIVE(0) + ACTIVE(1))
#elif ATTEMPTS == 3
#define DOUBTS (DOUBT(0) || DOUBT(1) || DOUBT(2))
#define HOW_MANY_ACTIVE (ACTIVE(0) + ACTIVE(1) + ACTIVE(2))
#else
#define DOUBTS (DOUBT(0) || DOUBT(1) || DOUBT(2) || DOUBT(3))
#define HOW_MANY_ACTIVE (ACTIVE(0) + ACTIVE(1) + ACTIVE(2) + ACTIVE(3))
#endif

// Nothing that somebody else has loaded is the newest version any more.
inline stale() {
#ifdef SPLIT
  fresh[0] = 0; fresh[1] = 0
#else
  skip
#endif
}

inline unload(w) {
#ifdef SPLIT
  loaded[w] = 0; fresh[w] = 0; holds[w] = 0; owned[w] = 0; sees[w] = NONE
#else
  skip
#endif
}

// A commit of the request takes its outbox row along (OutboxedStore.cs: Follow), and what others loaded is stale from now on.
inline commit() {
  if
  :: state == DISPATCHING
  :: else -> owner = 0; expired = 0
  fi;
  stale();
  assert(state == LINKED || HOW_MANY_ACTIVE <= 1);          // I6
  assert(((ALL & ~open) & ~cm) == 0)                        // what we call linked is linked
}

inline become(to) {
  assert(state != LINKED || to == LINKED);                  // I8
  if
  :: own && (to == REFUSED || to == NEEDS_HUMAN || to == CANCELLED) -> open = 0; state = LINKED      // [T22] LinkRequest.ByPatient.cs: EndedAfterPatient
  :: else -> state = to
  fi
}

// The gateway's own error says that the consent manager did not answer it, not that nothing was linked.
#ifdef MUTANT_GATEWAY_ERROR_IS_NO
#define GATEWAY_SAYS FAILED
#else
#define GATEWAY_SAYS UNANSWERED
#endif

// Certainly not taken - unless it was asked about meanwhile: then the question itself may have been.
#ifdef MUTANT_NOT_TAKEN_THOUGH_ASKED
#define NOT_TAKEN(a, how) att[a] = how
#else
#define NOT_TAKEN(a, how) att[a] = (asked[a] > 0 -> UNANSWERED : how)
#endif

// ---- answers: one commit each, made again on a clash, hence one step ------------------------------------------------------

// LinkRequest.Answers.cs: IsPast. Nothing changes but the doubt about that attempt.
inline past(a, settles) {
  if                                                        // [T18] LinkRequest.Answers.cs: IsPast
  :: settles && DOUBT(a) -> att[a] = FAILED
  :: else
  fi
}

// LinkRequest.Answers.cs: IsDone
inline done(a) {
  if
  :: state == LINKED                                        // [T18] LinkRequest.Answers.cs: IsDone
  :: else ->
    current = WAITS_FOR_ANSWER && a == LAST;
    att[a] = SUCCEEDED;
    open = open & ~carries[a];
    if
    :: open == 0 -> become(LINKED)                          // [T9] LinkRequest.Answers.cs: Succeeded
                                                            // [T10] LinkRequest.Answers.cs: WasLinkedAlready
                                                            // [T19] LinkRequest.Answers.cs: BecomeLinked
    :: open != 0 && current -> become(QUEUED)               // [T11] LinkRequest.Answers.cs: GoOn
    :: else                                                 // [T19] LinkRequest.Answers.cs: IsDone
    fi
  fi
}

// LinkRequest.Answers.cs: SomeWereLinkedAlready
inline some(a) {
  if
  :: !(WAITS_FOR_ANSWER && a == LAST) -> past(a, true)
  :: else ->
    att[a] = FAILED;
    if
    :: (open & known) == 0 -> oneByOne = 1; become(QUEUED)  // [T11] LinkRequest.Answers.cs: SomeWereLinkedAlready
    :: else ->
      open = open & ~known;
      if
      :: open == 0 -> become(LINKED)                        // [T10] LinkRequest.Answers.cs: BecomeLinked
      :: else -> become(QUEUED)                             // [T11] LinkRequest.Answers.cs: GoOn
      fi
    fi
  fi
}

inline later() {                                            // LinkRequest.Sending.cs: Later
  if
  :: n < ATTEMPTS -> become(WAIT_RETRY)
  :: else -> become(NEEDS_HUMAN)                            // [T16] LinkRequest.Sending.cs: Later
  fi
}

inline refuse() {                                           // LinkRequest.Sending.cs: Refuse
#ifdef MUTANT_REFUSED_IN_DOUBT
  become(REFUSED)
#else
  if
  :: DOUBTS -> become(NEEDS_HUMAN)
  :: else -> become(REFUSED)
  fi
#endif
}

inline answered(a, what) {                                  // LinkReplies.cs: AnswerAsync
  if
  :: att[a] == NEVER -> orphan = 1                          // [T21] LinkReplies.cs: ApplyAsync
  :: else ->
    if
    :: what == SUCCESS -> done(a)
    :: what == ALREADY_LINKED && (CONTEXTS == 1 || oneByOne && (carries[a] & (carries[a] - 1)) == 0) -> done(a)
    :: what == ALREADY_LINKED && !(CONTEXTS == 1 || oneByOne && (carries[a] & (carries[a] - 1)) == 0) -> some(a)
    :: (what == TOKEN_REFUSED || what == GATEWAY_TROUBLE || what == FINAL) && !(WAITS_FOR_ANSWER && a == LAST) -> past(a, what != GATEWAY_TROUBLE)
    :: what == TOKEN_REFUSED && WAITS_FOR_ANSWER && a == LAST -> att[a] = FAILED; later()           // [T12] LinkRequest.Answers.cs: AnsweredNotNow
    :: what == GATEWAY_TROUBLE && WAITS_FOR_ANSWER && a == LAST -> att[a] = GATEWAY_SAYS; later()   // [T12] LinkRequest.Answers.cs: AnsweredNotNow
    :: what == FINAL && WAITS_FOR_ANSWER && a == LAST -> att[a] = FAILED; refuse()                  // [T13] LinkRequest.Answers.cs: AnsweredRefused
    fi;
    commit()
  fi
}

// ---- the way out: two dispatchers race for the lease ----------------------------------------------------------------------

#define DUE (state != NONE && !ISFINAL && (owner == 0 || expired))
#define HOLDS_LEASE(w) (owner == w + 1)

// OutboxedStore.cs: ChangeAsync reads, then commits if nobody committed in between; if somebody did, it begins again. That makes
// the two one step. With SPLIT they are two, and the comparison of versions is what holds them together.
#ifdef SPLIT
#define READ(place) ::d_step { at[w] == place && !loaded[w] -> loaded[w] = 1; fresh[w] = 1; holds[w] = HOLDS_LEASE(w); sees[w] = state; owned[w] = ON_ITS_WAY(about[w]) }
#define AT(place) (at[w] == place && loaded[w])
#define LEASED (holds[w])
#ifdef MUTANT_NO_VERSION
#define CLASH false
#else
#define CLASH (!fresh[w])
#endif
#define SEEN (sees[w])
#define IS_MINE (owned[w])
#else
#define READ(place)
#define AT(place) (at[w] == place)
#define LEASED HOLDS_LEASE(w)
#define CLASH false
#define SEEN state
#define IS_MINE ON_ITS_WAY(about[w])
#endif

#define SEEN_WAITING (SEEN == QUEUED || SEEN == WAIT_RETRY || SEEN == NO_ANSWER)

inline leave(w) {
  at[w] = IDLE; about[w] = 0; reply[w] = SILENCE;
  unload(w)
}

proctype Worker(byte w) {
end_idle:
  do
  :: d_step { at[w] == IDLE && DUE -> owner = w + 1; expired = 0; stale(); at[w] = LOOKING }    // OutboxDispatcher.cs: LeaseAsync

  READ(LOOKING)
  :: atomic {                                                                    // LinkSender.cs: NextAsync
       AT(LOOKING) ->
       if
       :: !LEASED -> leave(w)                                                    // LeaseLostException
       :: LEASED && CLASH -> unload(w)
       :: LEASED && !CLASH && SEEN != DISPATCHING && SEEN != UNKNOWN && SEEN != ACCEPTED && !SEEN_WAITING -> commit(); leave(w)
       :: LEASED && !CLASH && SEEN_WAITING -> become(NEEDS_HUMAN); commit(); leave(w)    // [T16] LinkRequest.Waiting.cs: PermissionStopped
       :: LEASED && !CLASH && SEEN_WAITING && n < ATTEMPTS ->                    // LinkSender.cs: BeginAsync
         if
         :: state == NO_ANSWER -> oneByOne = 1                                   // [T15] LinkRequest.Sending.cs: BeginAttempt
         :: else                                                                 // [T2] LinkRequest.Sending.cs: BeginAttempt
         fi;
         about[w] = n; n++;
         att[about[w]] = SENDING;
         carries[about[w]] = (oneByOne -> open & -open : open);
         become(DISPATCHING);
         commit(); unload(w);
         at[w] = CALLING                                                         // LinkSender.cs: SendAsync
       :: LEASED && !CLASH && SEEN == DISPATCHING ->                             // [T4] LinkRequest.Sending.cs: AttemptUnknown
         att[LAST] = IN_DOUBT; become(UNKNOWN); commit(); leave(w)
       :: LEASED && !CLASH && SEEN == UNKNOWN && asked[LAST] < QUESTIONS ->      // LinkSender.cs: Ask
         about[w] = LAST; asked[about[w]]++; commit(); unload(w); at[w] = QUESTIONING    // LinkRequest.Sending.cs: Asking
       :: LEASED && !CLASH && (SEEN == UNKNOWN || SEEN == ACCEPTED) ->
         att[LAST] = UNANSWERED;
         if
         :: n < ATTEMPTS -> become(NO_ANSWER)                                    // [T14] LinkRequest.Sending.cs: NoAnswerCame
         :: else -> become(NEEDS_HUMAN)                                          // [T16] LinkRequest.Sending.cs: NoAnswerCame
         fi;
         commit(); leave(w)
       fi
     }
#ifdef MUTANT_SENT_BEFORE_COMMITTED
  :: d_step { at[w] == LOOKING && SEEN_WAITING && n < ATTEMPTS && !seen[n] -> wire[n] = 1 }
#endif

  READ(CALLING)
  :: atomic {                                                                    // LinkSender.cs: SettleAsync
       AT(CALLING) && reply[w] != SILENCE ->
       if
       :: CLASH -> unload(w)
#ifdef MUTANT_ACCEPTED_OVERWRITES
       :: !CLASH && reply[w] == R202 -> att[about[w]] = TAKEN; become(ACCEPTED); commit(); leave(w)
       :: !CLASH && !IS_MINE && reply[w] != R202 -> commit(); leave(w)
#else
       :: !CLASH && !IS_MINE -> commit(); leave(w)                               // an answer came first: only the HTTP status is kept
       :: !CLASH && IS_MINE && reply[w] == R202 -> att[about[w]] = TAKEN; become(ACCEPTED); commit(); leave(w)   // [T3] LinkRequest.Sending.cs: AttemptAccepted
#endif
       :: !CLASH && IS_MINE && (reply[w] == LOST || reply[w] == R429) ->         // [T4] LinkRequest.Sending.cs: AttemptUnknown
         att[about[w]] = IN_DOUBT; become(UNKNOWN); commit(); leave(w)
       :: !CLASH && IS_MINE && reply[w] == NOT_NOW ->                            // [T7] LinkRequest.Sending.cs: AttemptPostponed
         NOT_TAKEN(about[w], POSTPONED); later(); commit(); leave(w)
       :: !CLASH && IS_MINE && reply[w] == BAD ->                                // [T8] LinkRequest.Sending.cs: AttemptRefused
         NOT_TAKEN(about[w], FAILED); refuse(); commit(); leave(w)
       fi
     }

  READ(QUESTIONING)
  :: atomic {                                                                    // LinkSender.cs: SettleQuestionAsync
       AT(QUESTIONING) && reply[w] != SILENCE ->
       if
       :: CLASH -> unload(w)
       :: !CLASH && !IS_MINE -> commit(); leave(w)
       :: !CLASH && IS_MINE && reply[w] == R429 -> att[about[w]] = TAKEN; become(ACCEPTED); commit(); leave(w)   // [T5] LinkRequest.Sending.cs: AttemptAccepted
       :: !CLASH && IS_MINE && reply[w] == R202 -> att[about[w]] = TAKEN; become(ACCEPTED); commit(); leave(w)   // [T6] LinkRequest.Sending.cs: AttemptAccepted
       :: !CLASH && IS_MINE && (reply[w] == LOST || reply[w] == NOT_NOW) -> att[about[w]] = IN_DOUBT; commit(); leave(w)
       :: !CLASH && IS_MINE && reply[w] == BAD ->                                // [T8] LinkRequest.Sending.cs: AttemptRefused
         NOT_TAKEN(about[w], FAILED); refuse(); commit(); leave(w)
       fi
     }
  od
}

// ---- the world ---------------------------------------------------------------------------------------------------------

inline taken(a) {
  assert(att[a] != NEVER);                                  // I3: nothing is sent before its attempt is committed
  if
  :: seen[a]
  :: else -> seen[a] = 1; atCm[a] = 1
  fi
}

#define ON_THE_LINE (reply[w] == SILENCE && (at[w] == CALLING || at[w] == QUESTIONING))

// What becomes of a worker's call. The callback may overtake the 202: the worker hears of it in a step of its own.
proctype Line(byte w) {
end_quiet:
  do
  :: d_step { ON_THE_LINE && seen[about[w]] -> reply[w] = R429 }
  :: d_step { ON_THE_LINE && !seen[about[w]] -> taken(about[w]); reply[w] = R202 }
  :: d_step { ON_THE_LINE -> taken(about[w]); reply[w] = LOST }                   // it arrived, the answer did not
#ifndef GOOD_LINE
  :: d_step { ON_THE_LINE -> wire[about[w]] = 1; reply[w] = LOST }                // it is late, or never arrives
  :: d_step { ON_THE_LINE -> reply[w] = NOT_NOW }                                 // no connection, no session, 2503
  :: d_step { ON_THE_LINE -> reply[w] = BAD }                                     // 400, 403
#endif
  od
}

// What becomes of one attempt at ABDM, and its callbacks: lost, late, twice, in any order.
proctype Abdm(byte a) {
  bit current;
  mtype:word what = SILENCE;
end_quiet:
  do
  :: atomic { wire[a] -> wire[a] = 0; if :: taken(a) :: skip fi }
  :: atomic {
       atCm[a] -> atCm[a] = 0;
       if
       :: carries[a] & cm -> answer[a] = ALREADY_LINKED
       :: !(carries[a] & cm) -> cm = cm | carries[a]; answer[a] = SUCCESS       // I10: carries[a] & cm is empty, nothing is linked twice
       :: answer[a] = FINAL
       :: answer[a] = TOKEN_REFUSED
       :: answer[a] = SILENCE                                                   // the consent manager was not reached
       fi;
       if
       :: answer[a] == SILENCE -> trouble[a] = 1
       :: answer[a] != SILENCE -> copies[a] = 0                                 // lost
       :: answer[a] != SILENCE -> copies[a] = 0; trouble[a] = 1                 // lost, and the gateway says so
       :: answer[a] != SILENCE -> copies[a] = 1
       :: answer[a] != SILENCE -> copies[a] = 2
       :: answer[a] != SILENCE -> copies[a] = 1; trouble[a] = 1
       fi;
       if
       :: copies[a] == 0 -> answer[a] = SILENCE
       :: else
       fi
     }
  :: d_step {
       copies[a] > 0 -> what = answer[a];
       copies[a]--;
       if
       :: copies[a] == 0 -> answer[a] = SILENCE
       :: else
       fi;
       answered(a, what); what = SILENCE; current = 0
     }
  :: d_step { trouble[a] -> trouble[a] = 0; what = GATEWAY_TROUBLE; answered(a, what); what = SILENCE; current = 0 }
  :: atomic { trouble[a] -> trouble[a] = 0 }
  od
}

// A clerk sends once, may cancel while it waits, and may try again once. The patient may link in the app what waits here.
proctype Clerk() {
  atomic { state == NONE -> state = QUEUED };               // [T1] LinkRequest.cs: Queue
end_watching:
  do
  :: d_step { (state == QUEUED || state == WAIT_RETRY) -> become(CANCELLED); commit() }              // [T17] LinkRequest.cs: Cancel
  :: d_step { state == NEEDS_HUMAN && !retried && n < ATTEMPTS -> retried = 1; become(QUEUED); commit() }   // [T20] LinkRequest.cs: TryAgain
  :: d_step { (WAITING || state == NEEDS_HUMAN) -> cm = cm | open; open = 0; become(LINKED); commit() }      // [T22] LinkRequest.ByPatient.cs: LinkedByPatient
  :: d_step { (state == DISPATCHING || state == UNKNOWN || state == ACCEPTED) && !own -> own = 1; cm = cm | open; stale() }   // LinkRequest.ByPatient.cs: PatientWasQuicker
  od
}

// One crash, between any two steps; the nodes are alike, so it is the first. Its bytes may still arrive, its lease runs out. And
// one node that is stopped for longer than its lease and goes on later as if nothing had been.
proctype Faults() {
#ifndef NO_CRASH
  d_step {
    if
    :: at[0] == CALLING || at[0] == QUESTIONING ->
      if
      :: reply[0] == SILENCE -> wire[about[0]] = 1
      :: else
      fi
    :: else
    fi;
    leave(0);
    if
    :: owner == 1 -> expired = 1
    :: else
    fi
  };
#endif
#ifdef STALL
end_watching:
  d_step { owner != 0 && !expired -> expired = 1 }
#endif
  skip
}

// When nothing moves any more the request has ended, and its end is the consent manager's truth (I9).
proctype Judge() {
  timeout;
  assert(ISFINAL);
  assert(state != LINKED || (open == 0 && cm == ALL));
  assert(state == LINKED || open != 0);
  assert(state != REFUSED || !DOUBTS);
  assert(state == LINKED || DOUBTS || (cm & open & ~before) == 0);      // "not linked" is said only of what is not; else "not known"
  judged = 1
}

init {
  byte i;
  atomic {
#if CONTEXTS > 1
    if
    :: before = 0
    :: before = 1
    :: before = 1; known = 1
    fi;
    cm = before;
#endif
    for (i : 0 .. WORKERS - 1) { run Worker(i); run Line(i) };
    run Clerk(); run Faults(); run Judge();
    for (i : 0 .. ATTEMPTS - 1) { run Abdm(i) }
    i = 0
  }
}

// Whatever happens, it comes to its end: no run goes round for ever, and none stands still before.
ltl ends { <> judged }
