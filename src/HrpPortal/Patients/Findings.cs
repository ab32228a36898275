namespace HrpPortal.Patients;

/// <summary>
/// What one step of a search after the other found, the best step first. A step that finds more than may be shown ends the
/// search: with nothing, if the steps before it found nothing; else with what they found.
/// </summary>
internal sealed class Findings
{
    private readonly List<PatientFound> _rows = [];

    public IReadOnlyList<PatientFound> Rows => _rows;

    public bool TooMany { get; private set; }

    public bool IsEnd { get; private set; }

    /// <param name="found">The rows of the step; one more than may be shown says that there are more.</param>
    public void Add(IReadOnlyCollection<PatientFound> found)
    {
        var fresh = found.Where(one => !_rows.Exists(row => row.Id == one.Id)).ToList();
        if (_rows.Count + fresh.Count > PatientSearch.MostRows) Overflow();
        else _rows.AddRange(fresh);
    }

    public void Overflow() => (IsEnd, TooMany) = (true, _rows.Count == 0);
}
