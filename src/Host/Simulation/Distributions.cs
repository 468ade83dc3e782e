namespace NhatLe.Host.Simulation;

/// <summary>
/// What the simulated province is like. Everything random is drawn from this table and one seed. The rates aimed at are those the
/// province published for 2024: filed online 77.53 %, digitised 88.87 %, satisfied 93.7 %. Paid online (58.77 %) waits for payments.
/// </summary>
static class Distributions
{
    /// <summary>Procedures with a form, by how often people ask for them. Certified copies are by far the most frequent act of a commune.</summary>
    public static readonly (string Procedure, double Share)[] Procedures =
    [
        ("2.000815", 0.44), // certified copies
        ("2.000635", 0.18), // extract of civil status
        ("1.001193", 0.14), // birth
        ("1.004873", 0.13), // certificate of marital status
        ("1.000656", 0.06), // death
        ("1.001612", 0.05), // household business, decided by the district
    ];

    /// <summary>So many of the communes (the towns) hold so much of all dossiers.</summary>
    public const double BusyUnits = 0.05, ShareOfBusyUnits = 0.50;

    /// <summary>Filed online; of the others so many come by post, the rest are brought to the desk.</summary>
    public const double Online = 0.7753, ByPost = 0.10;

    /// <summary>Filings by weekday, Monday first.</summary>
    public static readonly double[] Weekdays = [1.2, 1.0, 1.0, 1.0, 1.1, 0.45, 0.35];

    /// <summary>Filings by hour. From 17:00 to 07:00 it is 31 %: people file when they are home.</summary>
    public static readonly double[] Hours = [0.4, 0.2, 0.1, 0.1, 0.2, 0.8, 2.0, 6, 9, 10, 8, 4, 3, 7, 9, 8, 5, 3, 3.5, 5, 5.5, 4, 2.5, 1];

    /// <summary>Answers to a filing within the 8 office hours, and how many office half-hours they take in time and late.</summary>
    public const double AnsweredInTime = 0.972;
    public static readonly (int Least, int Most) AnswerInTime = (1, 10), AnswerLate = (20, 34);

    /// <summary>Outcomes of the first answer: refused, papers asked for, else accepted.</summary>
    public const double Refused = 0.022, SupplementAtDesk = 0.035;

    /// <summary>Papers asked for while it is processed.</summary>
    public const double SupplementInProcess = 0.025;

    /// <summary>A citizen brings what is missing after so many half-hours of the calendar; some never do.</summary>
    public static readonly (int Least, int Most) SupplementComes = (12, 240);
    public const double SupplementNeverComes = 0.08;

    /// <summary>What never came is stopped so many office half-hours after the time for it is over.</summary>
    public static readonly (int Least, int Most) StoppedAfter = (1, 32);

    /// <summary>The approver sends it back once.</summary>
    public const double SentBack = 0.018;

    /// <summary>Approved after the appointment, by so many office half-hours (one to fourteen working days).</summary>
    public const double Late = 0.034;
    public static readonly (int Least, int Most) LateBy = (4, 220);

    /// <summary>Of what will be late and is due on a later day, so much is apologised for in time, with the appointment that is then kept.</summary>
    public const double Apologised = 0.4;

    /// <summary>The applicant fetches the result after so many office half-hours.</summary>
    public static readonly (int Least, int Most) ReturnAfter = (1, 12);

    /// <summary>Who says how they were served, and with four stars or five.</summary>
    public const double Rated = 0.55, Satisfied = 0.937;

    /// <summary>All papers are photographs of originals or electronic documents.</summary>
    public const double Digitised = 0.8887;

    /// <summary>A paper is a photograph, else a PDF.</summary>
    public const double Photograph = 0.8;
}
