/** What became of the cases of a sample (AAPOR, Standard Definitions, 10th edition 2023). */
export interface Dispositions {
  /** I: complete interviews. */
  readonly complete: number;
  /** P: partial interviews. */
  readonly partial: number;
  /** R: refusals and break-offs. */
  readonly refusal: number;
  /** NC: eligible, but never reached. */
  readonly nonContact: number;
  /** O: eligible and reached, but no interview for another reason. */
  readonly other: number;
  /** UH: not known whether there is somebody to ask. */
  readonly unknownHousehold: number;
  /** UO: somebody is there, not known whether eligible. */
  readonly unknownOther: number;
}

/** Rates of 0 to 1 under AAPOR's names; NaN where a rate is of nobody. */
export interface OutcomeRates {
  readonly RR1: number;
  readonly RR2: number;
  readonly RR3: number;
  readonly RR4: number;
  readonly RR5: number;
  readonly RR6: number;
  readonly COOP1: number;
  readonly COOP2: number;
  readonly COOP3: number;
  readonly COOP4: number;
  readonly REF1: number;
  readonly REF2: number;
  readonly REF3: number;
  readonly CON1: number;
  readonly CON2: number;
  readonly CON3: number;
}

/**
 * Response, cooperation, refusal and contact rates. With a closed roster nobody's eligibility is unknown, so that RR1 = RR3 = RR5.
 * @param eligible share of the unknown cases that is taken to be eligible (e), 0 to 1
 */
export function outcomeRates(cases: Dispositions, eligible = 1): OutcomeRates {
  const { complete, partial, refusal, nonContact, other } = cases;
  const interviewed = complete + partial;
  const reached = interviewed + refusal + other;
  const known = reached + nonContact;
  const unknown = cases.unknownHousehold + cases.unknownOther;
  const [all, likely] = [known + unknown, known + eligible * unknown];
  return {
    RR1: complete / all,
    RR2: interviewed / all,
    RR3: complete / likely,
    RR4: interviewed / likely,
    RR5: complete / known,
    RR6: interviewed / known,
    COOP1: complete / reached,
    COOP2: interviewed / reached,
    COOP3: complete / (interviewed + refusal),
    COOP4: interviewed / (interviewed + refusal),
    REF1: refusal / all,
    REF2: refusal / likely,
    REF3: refusal / known,
    CON1: reached / all,
    CON2: reached / likely,
    CON3: reached / known,
  };
}
