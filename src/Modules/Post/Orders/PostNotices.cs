using NhatLe.Contracts.Post;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;
using NhatLe.Platform.Outbound;

namespace NhatLe.Post.Orders;

/// <summary>What the applicant is told of the way of their papers, written with the act.</summary>
public sealed class PostNotices(PostDb db, Notices notices, DirectoryCache directory)
{
    sealed record Said(string Title, string Body, SmsTemplate? Sms = null);

    /// <summary>Nothing where nobody has an account, or it is no news to them. The caller saves.</summary>
    public async Task Tell(PostOrder order, Entry entry, CancellationToken ct)
    {
        if (order.AccountId is not { } account || Of(order, entry) is not { } said) return;
        var unit = (await directory.Get(ct)).Unit(order.UnitId);
        (SmsTemplate, IReadOnlyList<string>)? sms = said.Sms is null ? null : (said.Sms, [SmsText.Short(unit.Authority), SmsText.ShortCode(order.DossierCode)]);
        db.Give(await notices.Word(new(account, order.Id, entry.Seq, said.Title, said.Body, $"/ho-so/{order.DossierCode}/buu-chinh", [order.Title, order.TrackingNumber ?? "", unit.FullName]), sms, ct));
    }

    static Said? Of(PostOrder order, Entry entry)
    {
        var isReturn = order.Kind == OrderKind.Return;
        bool Is<T>() => entry.Event == EventNames.Of(typeof(T));
        if (Is<PostAccepted>()) return isReturn
            ? new("Bưu điện nhận trả kết quả: {0}", "Số vận đơn {1}. Bưu tá mang đến nhà ông/bà.")
            : new("Bưu điện nhận lấy giấy tờ: {0}", "Số vận đơn {1}. Ông/bà gói sẵn giấy tờ, bưu tá sẽ đến nhà.");
        if (Is<PostHandedOver>() || (Is<PostPickedUp>() && isReturn && order.ListId is null)) return new("Kết quả đang đến nhà ông/bà: {0}", "{2} đã giao cho bưu tá. Số vận đơn {1}.", PostSms.Underway);
        if (Is<PostDelivered>() && !isReturn) return new("Giấy tờ đã đến một cửa: {0}", "Bưu điện đã giao giấy tờ của ông/bà cho {2}.");
        if (Is<PostFailed>() || Is<PostRefused>() || (Is<PostCameBack>() && order.EndedAt is null)) return isReturn
            ? new("Chưa phát được kết quả: {0}", "{2} sẽ gọi ông/bà để gửi lại, hoặc mời ông/bà đến nhận.", Is<PostCameBack>() ? null : PostSms.Failed)
            : new("Chưa lấy được giấy tờ: {0}", "{2} sẽ gọi ông/bà để hẹn lại bưu điện.", PostSms.NotFetched);
        if (Is<PostNotCancelled>()) return new("Không hủy được bưu gửi: {0}", "Bưu tá đã lấy giấy tờ nên yêu cầu vẫn tiếp tục. Số vận đơn {1}.");
        if (Is<PostClosed>()) return new("Mời ông/bà đến nhận kết quả: {0}", "{2} giữ kết quả tại một cửa, chờ ông/bà đến nhận.", PostSms.Kept);
        return null;
    }
}

/// <summary>{0} the unit, {1} the number of the dossier. Where it goes stands on the page.</summary>
public static class PostSms
{
    public static readonly SmsTemplate Underway = new("{0}: kết quả hồ sơ {1} đã giao bưu tá, đang đến nhà ông/bà. Hỏi: 1022");
    public static readonly SmsTemplate Failed = new("{0}: bưu điện chưa phát được kết quả hồ sơ {1}. Một cửa sẽ gọi ông/bà. Hỏi: 1022");
    public static readonly SmsTemplate NotFetched = new("{0}: bưu điện chưa lấy được giấy tờ hồ sơ {1}. Một cửa sẽ gọi ông/bà. Hỏi: 1022");
    public static readonly SmsTemplate Kept = new("{0}: kết quả hồ sơ {1} để tại một cửa, mời ông/bà đến nhận. Hỏi: 1022");
}
