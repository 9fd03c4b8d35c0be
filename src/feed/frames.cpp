#include "feed/frames.hpp"

#include "feed/numbers.hpp"
#include "feed/state.hpp"

namespace crura::feed {

Frames::Frames(std::uint64_t seq, Time now, const std::vector<MatNow>& mats)
{
    head_ = json::to_line(json::Json::Object{
        {"v", whole(1)}, {"type", "frame"}, {"seq", whole(seq)}, {"time_s", moment(now)}});
    head_.back() = ',';
    for (const MatNow& mat : mats)
        if (mat.newest)
            states_.push_back({&mat});
}

Text Frames::seen_by(const Viewer& viewer)
{
    const std::pair audience(viewer.care, viewer.mat);
    auto written = written_.find(audience);
    if (written == written_.end())
        written = written_.emplace(audience, write(viewer.care, viewer.mat)).first;
    return written->second;
}

Text Frames::write(bool care, int mat)
{
    std::string frame = head_ + R"("mats":[)";
    const std::size_t empty = frame.size();
    for (State& state : states_)
        if (mat == 0 || mat == state.mat->mat) {
            if (frame.size() > empty)
                frame += ',';
            add(frame, state, care);
        }
    if (frame.size() == empty)
        return nullptr;
    return std::make_shared<const std::string>(frame + "]}");
}

void Frames::add(std::string& frame, State& state, bool care) const
{
    if (state.everybody.empty()) {
        state.everybody = json::to_line(state_of(state.mat->mat, *state.mat->newest));
        state.everybody.pop_back();
    }
    if (care && state.care.empty())
        state.care = R"(,"care":)" + json::to_line(care_of(*state.mat->newest));
    frame += state.everybody;
    if (care)
        frame += state.care;
    frame += '}';
}

} // namespace crura::feed
