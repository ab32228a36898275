using HrpPortal.Access;
using HrpPortal.Data;

namespace HrpPortal.Linking.Pages;

/// <summary>A page's own sending, at the desk and on the long way: one at a time, and what stood in its way.</summary>
public sealed class LinkSending(LinkService links, CurrentUser currentUser)
{
    public bool IsBusy { get; private set; }

    public FieldErrors? Errors { get; private set; }

    /// <summary>Another request that carries one of the records.</summary>
    public Guid? HeldBy { get; private set; }

    /// <summary>The requests that carry the command, whether this press made them or an earlier one; empty when nothing was sent.</summary>
    public async Task<IReadOnlyList<Guid>> SendAsync(LinkCommand command, CancellationToken cancellationToken = default)
    {
        if (IsBusy) return [];
        Forget();
        IsBusy = true;
        try
        {
            var person = await currentUser.GetAsync();
            switch (await links.SubmitAsync(command, new LinkActor(person.Id, person.Name), cancellationToken))
            {
                case LinkSubmitted.Sent(var requests):
                    return requests;
                case LinkSubmitted.AlreadySent(var requests):
                    return requests;
                case LinkSubmitted.Held(var holder):
                    HeldBy = holder;
                    break;
                case LinkSubmitted.Invalid(var errors):
                    Errors = errors;
                    break;
            }

            return [];
        }
        finally
        {
            IsBusy = false;
        }
    }

    public void Forget() => (Errors, HeldBy) = (null, null);
}
